// A file that is there whole or not at all.
#pragma once

#include <filesystem>
#include <string_view>

namespace wenzheng::record {

// Writes it under another name and renames it, readable by its owner alone. With `sync` file and folder are on the disk
// when it returns. False where anything failed; what was there before is then still there, and always without
// `replace`.
bool put_file(const std::filesystem::path& file, std::string_view text, bool sync, bool replace = true);

// Makes a new name in `folder` last.
bool sync_folder(const std::filesystem::path& folder);

}  // namespace wenzheng::record
